import { describeAbsences } from './testing/describe-absences.js';

describeAbsences('rare-moments');
