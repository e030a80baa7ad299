import type { TemplateAction } from '@backstage/plugin-scaffolder-node';

import type { Reach } from '../client/asInitiator';
import { createAnnotateEntityAction } from './annotateEntity';
import { createApplyManifestsAction } from './applyManifests';
import { createApplyPieceAction, pieces } from './applyPiece';
import { createApplyServiceAction } from './applyService';
import { createPlanServiceAction } from './planService';
import {
  createRenderGitopsAction,
  createRenderManifestsAction,
} from './renderFiles';
import { createRetireServiceAction } from './retireService';
import { createUndoRunAction } from './undoRun';
import { createVerifyServiceAction } from './verifyService';

/** Every action of Service Secrets, in the order of the flow. */
export function createServiceSecretsActions(reach: Reach): TemplateAction[] {
  return [
    createPlanServiceAction(reach),
    createApplyServiceAction(reach),
    createVerifyServiceAction(reach),
    createRetireServiceAction(reach),
    createUndoRunAction(reach),
    ...pieces.map(piece => createApplyPieceAction(piece, reach)),
    createRenderManifestsAction(reach),
    createApplyManifestsAction(reach),
    createRenderGitopsAction(reach),
    createAnnotateEntityAction(reach),
  ];
}
