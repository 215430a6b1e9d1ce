import { describeAbsences } from './testing/describe-absences.js';

describeAbsences('joined-records');
