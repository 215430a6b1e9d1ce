import { describeAbsences } from './testing/describe-absences.js';

describeAbsences('order-of-writers');
