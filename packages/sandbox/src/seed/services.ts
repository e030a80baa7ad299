import { apiService } from './services/apiService';
import { app } from './services/app';
import { gradeAnalytics, gradeApi } from './services/gradeApi';
import { web } from './services/web';
import type { ServiceSeed } from './ServiceSeed';

/** The services that work, in the order they are built: analytics reads the grade service's database. */
export function healthyServices(vaultAddress: string): ServiceSeed[] {
  return [gradeApi(vaultAddress), gradeAnalytics(), web(), apiService(), app()];
}
