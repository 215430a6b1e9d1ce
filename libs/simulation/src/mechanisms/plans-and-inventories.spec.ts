import { describeAbsences } from './testing/describe-absences.js';

describeAbsences('plans-and-inventories');
