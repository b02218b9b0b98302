module {{module}}
  module Plugins
    # Where the API is.
    class APIGEndpoint < Seahorse::Client::Plugin
      option(:endpoint) { |_config| {{endpoint}} }

      option(:region) { |_config| {{region}} }
    end
  end
end
