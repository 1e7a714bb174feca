// Checks what no linter knows of: import directions and cycles, the length of files, words that must not be in them.
import { checkFile, type Problem } from './file-rules.ts';
import { findCycle, findImports } from './import-graph.ts';
import { refuseImport } from './layers.ts';
import { isCode, isTest, loadSourceFiles } from './source-files.ts';

const files = loadSourceFiles();
const code = files.filter(({ path }) => isCode(path));
const known = new Set(code.map(({ path }) => path));
const graph = new Map(code.map((file) => [file.path, findImports(file, known)]));

const problems: Problem[] = files.flatMap(checkFile);
for (const [path, imports] of graph) {
  if (isTest(path)) continue;
  for (const found of imports) {
    const message = refuseImport(path, found);
    if (message) problems.push({ path, line: found.line, message });
  }
}
const cycle = findCycle(graph);
if (cycle)
  problems.push({ path: cycle[0] ?? '', line: 1, message: `is in an import cycle: ${cycle.join(' → ')}` });

for (const { path, line, message } of problems) console.log(`${path}:${line} ${message}`);
console.log(problems.length ? `${problems.length} problems` : `${code.length} files keep the directions`);
process.exitCode = problems.length ? 1 : 0;
