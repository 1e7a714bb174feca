export type SavedObject = {
  metadata: {
    name: string;
    project: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
  };
};

/**
 * What a form does not show and a save replaces all the same: the Project that owns the object, its labels and annotations. Left
 * out, an edit would open it to every Project.
 */
export function keptMetadata(saved: SavedObject | undefined) {
  if (saved === undefined) return {};
  const { project, labels, annotations } = saved.metadata;
  return { ...(project === '' ? {} : { project }), labels, annotations };
}
