module SimpleCalc
  # Holds a client, as the resources of aws-sdk gems do.
  class Resource
    # @option options [Client] :client
    def initialize(options = {})
      @client = options[:client] || Client.new(options)
    end

    # @return [Client]
    attr_reader :client
  end
end
