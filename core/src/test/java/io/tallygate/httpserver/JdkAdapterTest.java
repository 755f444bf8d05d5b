package io.tallygate.httpserver;

import io.tallygate.adapter.HostPolicy;
import io.tallygate.contract.AdapterContract;
import io.tallygate.contract.AdapterHost;

class JdkAdapterTest extends AdapterContract {
    @Override
    protected AdapterHost start(HostPolicy policy, AdapterHost.Endpoint endpoint) throws Exception {
        return new JdkHost(endpoint, TallygateHttpFilter.of(policy));
    }

    @Override
    protected boolean answersExceptions() {
        return false;
    }
}
