/**
 * Lease ids as folders, so that listing one role's leases does not walk all
 * others. Folders are named with their trailing slash; the root is ''.
 */
export class LeaseTree {
  private readonly folders = new Map<string, Set<string>>();

  add(id: string): void {
    let name = id;
    for (;;) {
      const parent = parentOf(name);
      const children = this.folders.get(parent);
      const child = name.slice(parent.length);
      if (children) {
        children.add(child);
        return;
      }
      this.folders.set(parent, new Set([child]));
      if (parent === '') return;
      name = parent;
    }
  }

  remove(id: string): void {
    let name = id;
    for (;;) {
      const parent = parentOf(name);
      const children = this.folders.get(parent);
      children?.delete(name.slice(parent.length));
      if (children && children.size > 0) return;
      this.folders.delete(parent);
      if (parent === '') return;
      name = parent;
    }
  }

  /** Direct children of a folder in lexicographic order; folders end in a slash. */
  children(folder: string): string[] {
    return [...(this.folders.get(folder) ?? [])].sort();
  }

  /** Every id below a folder. */
  below(folder: string): string[] {
    return this.children(folder).flatMap(child =>
      child.endsWith('/') ? this.below(folder + child) : [folder + child],
    );
  }
}

/** The folder a lease id or folder lies in. */
function parentOf(name: string): string {
  const end = name.endsWith('/') ? name.length - 2 : name.length - 1;
  return name.slice(0, name.lastIndexOf('/', end) + 1);
}
