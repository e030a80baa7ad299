import { databaseCases } from '../../testSupport/cases/databaseCases';
import { describeCases } from '../../testSupport/CheckCase';

describe('checks: database', () => {
  describeCases(databaseCases);
});
