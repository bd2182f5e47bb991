/**
 * Who somebody is, as AWS says: a person signs a statement with their own credentials, and AWS tells whose signature it
 * is. What they may do is for IAM to say, and what they said for whoever asks.
 */
@NullMarked
package dev.plumbline.accounts.callers;

import org.jspecify.annotations.NullMarked;
