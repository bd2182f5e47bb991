package bare;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Asks for the ledger. */
final class DynamoDb implements Call {

    private final DynamoDbClient client = Aws.client(DynamoDbClient.builder());

    DynamoDb() {}

    @Override
    public void call() {
        client.getItem(request -> request.tableName(System.getenv("PLUMBLINE_TABLE"))
                .key(Map.of("pk", AttributeValue.fromS("BENCH"), "sk", AttributeValue.fromS("BENCH"))));
    }
}
