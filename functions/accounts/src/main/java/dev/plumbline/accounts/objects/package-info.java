/**
 * The gateway to S3: the control plane's one bucket, which holds templates by their digest and the documents of runs.
 */
@NullMarked
package dev.plumbline.accounts.objects;

import org.jspecify.annotations.NullMarked;
