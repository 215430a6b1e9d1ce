/** Owns the database and its tables; it cannot log in. */
export const OWNER_ROLE = 'evenkeel_owner';
/** What the engine is: it may become the owner to migrate, and is no superuser. */
export const APP_ROLE = 'evenkeel_app';
/** Bootstrap superuser of the embedded server: sets up the roles, nothing else. */
export const SUPERUSER = 'postgres';
export const DATABASE = 'evenkeel';
