/**
 * A proxy in front holds a request and asks whether it may pass: the listener for such questions,
 * who may ask, what they are told, and the record of it. How a kind of proxy asks and wants to be
 * answered is the matter of the ways in, which are hung in here; this room must not import them.
 */
@NullMarked
package io.doorward.gateway.inquiry;

import org.jspecify.annotations.NullMarked;
