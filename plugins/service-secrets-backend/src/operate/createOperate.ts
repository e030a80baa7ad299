import { ApiRoutes } from '../serve/openapi/ApiPart';
import {
  CertificateOperations,
  CertificateOperationsOptions,
} from './CertificateOperations';
import { LeaseOperations, LeaseOperationsOptions } from './LeaseOperations';
import { operateRoutes, OperateRoutesOptions } from './operateRoutes';

/** Joins the operations on leases and certificates with their routes. */
export function createOperate(
  options: LeaseOperationsOptions &
    CertificateOperationsOptions &
    Omit<OperateRoutesOptions, 'leases' | 'certificates'>,
): ApiRoutes {
  return operateRoutes({
    ...options,
    leases: new LeaseOperations(options),
    certificates: new CertificateOperations(options),
  });
}
