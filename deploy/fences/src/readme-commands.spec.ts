import { readText } from './projects.js';
import { fencedCommands } from './readme-commands.js';

it('finds the shell blocks of a document and which of them run', () => {
  const document = [
    '# A',
    '```sh',
    'npm start',
    'echo',
    '```',
    '',
    '```sh no-run',
    'npm test',
    '```',
    '```json',
    '{}',
    '```',
  ];
  expect(fencedCommands(document.join('\n'))).toEqual([
    { line: 2, commands: 'npm start\necho', runs: true },
    { line: 7, commands: 'npm test', runs: false },
  ]);
});

it('the README begins with a command that is really run', () => {
  expect(fencedCommands(readText('README.md')).some(({ runs }) => runs)).toBe(true);
});
