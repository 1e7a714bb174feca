/**
 * Runs a script in a table of its own: no file, no process, no network, no code but its own text. What Argo CD gives a script
 * is there (base, table, the clock of `os`; with open libraries string, math, utf8, coroutine), and the few words of Lua 5.1
 * that later versions dropped. Functions are taken before the script runs, so that it cannot change what reads its answer.
 */
export const prelude = `
local source, object, open = bowline_source, bowline_object, bowline_open
local load, pcall, type, rawget, rawset, next, tostring, error, pairs, getmetatable =
  load, pcall, type, rawget, rawset, next, tostring, error, pairs, getmetatable
local function copy(library)
  local out = {}
  for name, value in pairs(library) do out[name] = value end
  return out
end
local env = {
  assert = assert, error = error, getmetatable = getmetatable, ipairs = ipairs, next = next, pairs = pairs,
  pcall = pcall, rawequal = rawequal, rawget = rawget, rawlen = rawlen, rawset = rawset, select = select,
  setmetatable = setmetatable, tonumber = tonumber, tostring = tostring, type = type, xpcall = xpcall,
  print = function() end, _VERSION = _VERSION, obj = object,
}
env._G = env
env.table = copy(table)
env.table.getn = function(list) return #list end
env.table.maxn = function(list)
  local max = 0
  for key in pairs(list) do if type(key) == 'number' and key > max then max = key end end
  return max
end
env.unpack = table.unpack
env.os = { clock = os.clock, date = os.date, difftime = os.difftime, time = os.time }
if open then
  env.string, env.math, env.utf8, env.coroutine = copy(string), copy(math), copy(utf8), copy(coroutine)
  env.string.dump = nil
  env.string.gfind = string.gmatch
  env.math.pow = function(x, y) return x ^ y end
  env.math.mod = math.fmod
  -- Methods of texts stay, but nobody reaches the table behind them.
  getmetatable('').__metatable = false
end
env.require = function(name)
  if name == 'os' or name == 'table' then return env[name] end
  if open and (name == 'string' or name == 'math' or name == 'utf8' or name == 'coroutine') then return env[name] end
  error("module '" .. tostring(name) .. "' is not there", 2)
end
local chunk, problem = load(source, '=health.lua', 't', env)
if not chunk then return { kind = 'failed', message = problem } end
local ok, result = pcall(chunk)
if not ok then
  return { kind = 'failed', message = type(result) == 'string' and result or 'an error that is no text' }
end
if result == nil then return { kind = 'none' } end
if type(result) ~= 'table' then
  return { kind = 'failed', message = 'it returned a ' .. type(result) .. ' and not a table' }
end
if next(result) == nil then return { kind = 'none' } end
local status, message = rawget(result, 'status'), rawget(result, 'message')
return {
  kind = 'health',
  status = type(status) == 'string' and status or '',
  message = (type(message) == 'string' or type(message) == 'number') and tostring(message) or '',
}
`;
