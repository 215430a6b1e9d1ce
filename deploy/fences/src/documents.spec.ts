import { documents } from './documents.js';
import { exists, readText } from './projects.js';

describe.each(documents)('$path', ({ path, write }) => {
  it('says what the code says (else: npm run generate)', async () => {
    expect(exists(path) ? readText(path) : '').toBe(await write());
  });
});
