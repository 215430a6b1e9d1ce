// PouchDB's CouchDB server with everything in memory, on 127.0.0.1 and the port given.
import pouchdbExpress from 'express-pouchdb';
import memoryAdapter from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import mapReduce from 'pouchdb-mapreduce';

const InMemory = PouchDB.plugin(memoryAdapter).plugin(mapReduce).defaults({ adapter: 'memory' });
// The full mode wants files for its settings and log, and an administrator.
pouchdbExpress(InMemory, { mode: 'minimumForPouchDB' }).listen(Number(process.argv[2]), '127.0.0.1');
