package io.tallygate.hmac.webhook;

import io.tallygate.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A webhook on its way: header fields and body. Immutable. */
record Delivery(Map<String, String> fields, byte[] body) {
    static Delivery signed(Webhooks by, String id, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Delivery(by.sign(id, bytes), bytes);
    }

    Delivery with(String name, String value) {
        Map<String, String> others = new LinkedHashMap<>(fields);
        others.put(name, value);
        return new Delivery(others, body);
    }

    Delivery without(String name) {
        Map<String, String> others = new LinkedHashMap<>(fields);
        others.remove(name);
        return new Delivery(others, body);
    }

    Delivery withBody(byte[] other) {
        return new Delivery(fields, other);
    }

    FakeRequest request() {
        FakeRequest request = FakeRequest.post("/hooks");
        for (Map.Entry<String, String> field : fields.entrySet()) {
            request = request.header(field.getKey(), field.getValue());
        }
        return request;
    }

    WebhookVerdict verify(Webhooks by) {
        return by.verify(request()::headers, body);
    }

    /** The verdict when a field stands there twice. */
    WebhookVerdict verifyRepeating(Webhooks by, String name) {
        return by.verify(request().header(name, fields.get(name))::headers, body);
    }

    /** The names of the fields that a receiver looks at. */
    List<String> names() {
        return List.copyOf(fields.keySet());
    }
}
