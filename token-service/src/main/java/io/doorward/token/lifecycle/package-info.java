/**
 * The life of a token, a package per thing that can be done. Every operation acts for a principal
 * of the {@code directory} and enters what it changes through {@code change}.
 */
@NullMarked
package io.doorward.token.lifecycle;

import org.jspecify.annotations.NullMarked;
