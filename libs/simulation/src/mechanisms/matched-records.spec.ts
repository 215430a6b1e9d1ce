import { describeAbsences } from './testing/describe-absences.js';

describeAbsences('matched-records');
