import { loginCases } from '../../testSupport/cases/loginCases';
import { describeCases } from '../../testSupport/CheckCase';

describe('checks: login', () => {
  describeCases(loginCases);
});
