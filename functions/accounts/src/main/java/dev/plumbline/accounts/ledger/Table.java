package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The ledger's table: reads by key, writes under conditions. Reads see every write that was answered before them. */
final class Table {

    private static final ErrorTable ERRORS = ErrorTable.of("DynamoDB")
            .retry("TransactionConflictException", "LimitExceededException")
            .stall("The ledger's table is missing: deploy template.yaml again", "ResourceNotFoundException")
            .build();

    /** How many items are read at once where nobody knows how many it takes. */
    private static final int PAGE = 50;

    private final DynamoDbClient client;
    private final String name;

    Table(DynamoDbClient client, String name) {
        this.client = requireNonNull(client, "client is null");
        this.name = requireNonNull(name, "name is null");
    }

    Optional<Item> get(Key key) {
        return call(
                        "read",
                        key,
                        () -> client.getItem(request ->
                                request.tableName(name).key(key.attributes()).consistentRead(true)))
                .filter(found -> found.hasItem() && !found.item().isEmpty())
                .map(found -> new Item(found.item()));
    }

    Written write(Write write) {
        UpdateItemRequest.Builder request = UpdateItemRequest.builder()
                .tableName(name)
                .key(write.key().attributes())
                .updateExpression(write.expression())
                .expressionAttributeNames(write.names())
                .returnValues(ReturnValue.ALL_NEW);
        if (!write.values().isEmpty()) {
            request.expressionAttributeValues(write.values());
        }
        if (!write.condition().isEmpty()) {
            request.conditionExpression(write.condition())
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        }
        return conditional(
                "write", write.key(), () -> client.updateItem(request.build()).attributes());
    }

    /** Deletes an item under the condition of a write that sets nothing. */
    Written delete(Write write) {
        DeleteItemRequest request = DeleteItemRequest.builder()
                .tableName(name)
                .key(write.key().attributes())
                .conditionExpression(write.condition())
                .expressionAttributeNames(write.names())
                .expressionAttributeValues(write.values())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .returnValues(ReturnValue.ALL_OLD)
                .build();
        return conditional(
                "delete", write.key(), () -> client.deleteItem(request).attributes());
    }

    /** Returns the items of a partition whose sort key begins with a prefix, in the order of their keys. */
    List<Item> query(String partition, String prefix) {
        return page(request(partition, prefix).build());
    }

    /** Returns the last items of a partition, the last one first. */
    List<Item> last(String partition, int count) {
        return page(request(partition, "").scanIndexForward(false).limit(count).build()).stream()
                .limit(count)
                .toList();
    }

    /** Returns what is found in the last item of a partition that holds it. Reads no more pages than that takes. */
    <T> Optional<T> last(String partition, Function<Item, Optional<T>> found) {
        QueryRequest request =
                request(partition, "").scanIndexForward(false).limit(PAGE).build();
        return ERRORS.call(
                "query the ledger",
                () -> client.queryPaginator(request).items().stream()
                        .flatMap(item -> found.apply(new Item(item)).stream())
                        .findFirst());
    }

    private List<Item> page(QueryRequest request) {
        Supplier<List<Item>> pages = () -> {
            int wanted = request.limit() == null ? Integer.MAX_VALUE : request.limit();
            return client.queryPaginator(request).items().stream()
                    .limit(wanted)
                    .map(Item::new)
                    .toList();
        };
        return ERRORS.call("query the ledger", pages);
    }

    private QueryRequest.Builder request(String partition, String prefix) {
        QueryRequest.Builder request = QueryRequest.builder().tableName(name).consistentRead(true);
        Map<String, AttributeValue> whole = Map.of(":partition", Values.text(partition));
        if (prefix.isEmpty()) {
            return request.keyConditionExpression("pk = :partition").expressionAttributeValues(whole);
        }
        return request.keyConditionExpression("pk = :partition AND begins_with(sk, :prefix)")
                .expressionAttributeValues(
                        Map.of(":partition", Values.text(partition), ":prefix", Values.text(prefix)));
    }

    /** The refusal carries the item, which the answer without an exception cannot: so it is caught here, once. */
    private Written conditional(String verb, Key key, Supplier<Map<String, AttributeValue>> call) {
        return ERRORS.call(what(verb, key), () -> {
            try {
                return new Written.Done(new Item(call.get()));
            } catch (ConditionalCheckFailedException refused) {
                return new Written.Refused(new Item(refused.hasItem() ? refused.item() : Map.of()));
            }
        });
    }

    private <T> Optional<T> call(String verb, Key key, Supplier<T> call) {
        return Optional.of(ERRORS.call(what(verb, key), call));
    }

    private static String what(String verb, Key key) {
        return verb + " " + key.partition() + "/" + key.sort() + " in the ledger";
    }
}
