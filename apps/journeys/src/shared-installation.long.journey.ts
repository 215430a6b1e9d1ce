import { LONG_STORIES } from './stories/index.js';
import { tellStories } from './stories/tell-stories.js';

tellStories('shared-installation-long', LONG_STORIES);
