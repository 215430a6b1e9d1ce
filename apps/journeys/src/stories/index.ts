import { cancelAndResume } from './cancel-and-resume.story.js';
import { githubWebhooks } from './github-webhooks.story.js';
import { grpcStranger } from './grpc-stranger.story.js';
import { notifications } from './notifications.story.js';
import { schedule } from './schedule.story.js';
import { sharedQuota } from './shared-quota.story.js';
import { slices } from './slices.story.js';
import { traces } from './traces.story.js';
import { triggers } from './triggers.story.js';
import { webhook } from './webhook.story.js';
import { twoWayKilled } from './two-way-killed.story.js';
import type { Story } from './story.js';

/** By the name that `node apps/journeys/journey.mjs` takes. The last one leaves no scheduler running: its job is always due. */
export const STORIES: Readonly<Record<string, Story>> = {
  webhook,
  'cancel-and-resume': cancelAndResume,
  'shared-quota': sharedQuota,
  slices,
  triggers,
  traces,
  'two-way-killed': twoWayKilled,
  notifications,
  'grpc-stranger': grpcStranger,
  schedule,
};

/** Too long for every run of all tests: the lane of those plays them. */
export const LONG_STORIES: Readonly<Record<string, Story>> = {
  'github-webhooks': githubWebhooks,
};
