package io.tallygate.servlet;

import io.tallygate.adapter.HostPolicy;
import io.tallygate.contract.AdapterContract;
import io.tallygate.contract.AdapterHost;

class JettyAdapterTest extends AdapterContract {
    @Override
    protected AdapterHost start(HostPolicy policy, AdapterHost.Endpoint endpoint) throws Exception {
        return new JettyHost(
                endpoint, context -> TallygateFilter.of(policy).register(context.getServletContext(), "/*"));
    }
}
