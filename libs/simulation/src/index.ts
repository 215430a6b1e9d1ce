export { MECHANISMS, type Mechanism } from './mechanism.js';
export { simulate, type Simulation } from './simulate.js';
export type { WorldOptions } from './world.js';
