import type { Admission } from '../api/admission.ts';
import { forbidden, notFound } from '../api/errors.ts';
import { valueAt } from '../api/object.ts';
import { resourceKey } from '../api/resource-type.ts';

/** Namespaces that can never be deleted. */
const PERMANENT = new Set(['default', 'kube-system', 'kube-public']);
const NAMESPACES = { group: '', plural: 'namespaces', kind: 'Namespace' };

/** Nothing is created in a namespace that is missing or on its way out. */
export const namespaceLifecycle: Admission = ({ operation, type, object, context }) => {
  const { name, namespace } = object.metadata;
  if (operation === 'delete' && resourceKey(type) === '/namespaces' && PERMANENT.has(name)) {
    throw forbidden(type, name, 'this namespace may not be deleted');
  }
  if (operation !== 'create' || !type.namespaced || namespace === undefined) return;
  const found = context.get('/namespaces', undefined, namespace);
  if (!found) throw notFound(NAMESPACES, namespace);
  if (valueAt(found, ['status', 'phase']) === 'Terminating') {
    throw forbidden(
      type,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
      [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    );
  }
};
