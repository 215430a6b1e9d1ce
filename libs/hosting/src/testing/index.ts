export { allKeys, testPlatformSettings } from './test-platform.js';
export { itBootsAlone } from './it-boots.js';
