/** A worker that asks for the file of this name gets the paths of the side, with the same character between them. */
export const listing = '\0';
