import { previewApplication as preview } from '../../../usecases/preview-application.ts';
import { endpoint } from '../../endpoint.ts';

export const previewApplication = endpoint('previewApplication', ({ body, deps }) =>
  preview(deps.context, body),
);
