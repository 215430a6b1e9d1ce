import { surroundings } from './kit/env.js';
import { LONG_STORIES, STORIES } from './stories/index.js';
import type { Story } from './stories/story.js';
import { tellStories } from './stories/tell-stories.js';

/** Those that were asked for by name, or all but the long ones. */
function asked(): Readonly<Record<string, Story>> {
  const { stories } = surroundings;
  if (stories === undefined) return STORIES;
  return Object.fromEntries(
    stories.map((name) => {
      const story = STORIES[name] ?? LONG_STORIES[name];
      if (story === undefined) throw new Error(`There is no story called ${name}`);
      return [name, story];
    }),
  );
}

tellStories('shared-installation', asked());
