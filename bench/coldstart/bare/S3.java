package bare;

import software.amazon.awssdk.services.s3.S3Client;

/** Asks for the bucket. */
final class S3 implements Call {

    private final S3Client client = Aws.client(S3Client.builder());

    S3() {}

    @Override
    public void call() {
        client.listObjectsV2(
                request -> request.bucket(System.getenv("PLUMBLINE_BUCKET")).maxKeys(1));
    }
}
