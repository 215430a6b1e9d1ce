/** Owns the database and its tables; it cannot log in. */
export const OWNER_ROLE = 'evenkeel_owner';
/** What the engine is: it may become the owner to migrate, and is no superuser. */
export const APP_ROLE = 'evenkeel_app';
/** Bootstrap superuser of the embedded server: sets up the roles, nothing else. */
export const SUPERUSER = 'postgres';
export const DATABASE = 'evenkeel';
/** What people and applications query with: it reads the record views of the default tenant, and nothing else. */
export const READER_ROLE = 'evenkeel_reader';
/** The same, and it writes records through the views, where that reaches a provider. */
export const WRITER_ROLE = 'evenkeel_writer';
