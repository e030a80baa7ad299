import {
  Finding,
  FindingCode,
  findingDefinitions,
  WiringChain,
} from 'backstage-plugin-service-secrets-common';

import { Check, CheckInput, Problem } from './Check';
import { checks as allChecks } from './checks';
import { drawWiring } from './drawWiring';
import { LocatedFinding } from './LocatedFinding';

/** The verdict on one service in one environment. */
export interface Assessment {
  readonly findings: readonly Finding[];
  readonly wiring: readonly WiringChain[];
  /** Codes whose check lacked what it needs. */
  readonly unknown: readonly FindingCode[];
}

function toFinding(
  code: FindingCode,
  environment: string,
  problem: Problem,
): LocatedFinding {
  const { severity, remedy } = findingDefinitions[code];
  const { subject, links = [] } = problem;
  const [first] = links;
  return {
    finding: {
      id: `${environment}:${code}:${subject.kind}:${subject.name}`,
      code,
      severity,
      environment,
      subject: { ...subject },
      message: problem.message,
      remedy: problem.remedy ?? remedy,
      link: first && { from: first.from.kind, to: first.to.kind },
    },
    links,
  };
}

/** Runs every check over one view. Judges nothing by itself and keeps the order of the list. */
export function assessService(
  input: CheckInput,
  checks: readonly { code: FindingCode; check: Check }[] = allChecks,
): Assessment {
  const { environment } = input.view.binding;
  const located: LocatedFinding[] = [];
  const unknown: FindingCode[] = [];
  for (const { code, check } of checks) {
    const verdict = check(input);
    if (verdict === 'unknown') unknown.push(code);
    else {
      located.push(
        ...verdict.map(problem => toFinding(code, environment, problem)),
      );
    }
  }
  return {
    findings: located.map(({ finding }) => finding),
    wiring: drawWiring(input.view, located),
    unknown,
  };
}
