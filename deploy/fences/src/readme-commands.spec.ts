import { readText } from './projects.js';
import { fencedCommands } from './readme-commands.js';

it('finds the shell blocks of a document and how each is tried', () => {
  const lines = ['# A', '```sh', 'npm start', 'echo', '```', '', '```sh no-run', 'npm test', '```'];
  const more = ['```json', '{}', '```', '```sh serves', 'serve', '```'];
  expect(fencedCommands([...lines, ...more].join('\n'))).toEqual([
    { line: 2, commands: 'npm start\necho', how: 'ends' },
    { line: 7, commands: 'npm test', how: 'no-run' },
    { line: 13, commands: 'serve', how: 'serves' },
  ]);
});

it('the README begins with a command that is really run', () => {
  expect(fencedCommands(readText('README.md'))[0]?.how).not.toBe('no-run');
});
