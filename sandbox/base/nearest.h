/* "Did you mean …?": the word of a list that is nearest to a misspelt one. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

/* words ends with NULL. Returns one of them, or NULL when none is near enough to be worth a suggestion. */
const char *nearest(const char *word, const char *const *words);

#endif
