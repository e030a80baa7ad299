import { certificateCases } from '../../testSupport/cases/certificateCases';
import { describeCases } from '../../testSupport/CheckCase';

describe('checks: certificate', () => {
  describeCases(certificateCases);
});
