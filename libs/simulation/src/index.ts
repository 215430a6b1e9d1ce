export { Stage, type StageOptions } from './database/stage.js';
export { INVARIANTS } from './checks/invariants.js';
export { isMechanism, MECHANISMS, type Mechanism } from './mechanisms/mechanisms.js';
export { simulate, type Simulation, type SimulationOptions } from './simulate.js';
export { SeededRandom } from './world/seeded-random.js';
