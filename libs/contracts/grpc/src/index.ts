export { fromMessage, toMessage, type Fields, type Message } from './codec.js';
export { ADMIN_PACKAGE, ADMIN_SERVICE, answerShape, methods, requestShape, type Method } from './methods.js';
export { GRPC_CODES, grpcCodeOf } from './status-codes.js';
export { writeProto } from './write-proto.js';
export { type ObjectShape } from './shape.js';

/** The folder of the `.proto` files. */
export const PROTO_FOLDER = `${__dirname}/../proto`;
export const ADMIN_PROTO = 'evenkeel/admin/v1/admin.proto';
export const STATUS_PROTO = 'google/rpc/status.proto';
export const DETAILS_PROTO = 'google/rpc/error_details.proto';
