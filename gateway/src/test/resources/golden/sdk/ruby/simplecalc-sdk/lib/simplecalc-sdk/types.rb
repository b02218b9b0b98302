module SimpleCalc
  module Types

    # @!attribute [rw] a
    #   @return [String]
    #
    # @!attribute [rw] b
    #   @return [String]
    #
    # @!attribute [rw] op
    #   @return [String]
    #
    class GetABOpRequest < Struct.new(:a, :b, :op)
      include Aws::Structure
    end

    # @!attribute [rw] tags
    #   @return [Array<String>]
    #
    class GetABOpResponse < Struct.new(:tags)
      include Aws::Structure
    end

    # @!attribute [rw] x_op
    #   @return [String]
    #
    # @!attribute [rw] a
    #   @return [String]
    #
    # @!attribute [rw] b
    #   @return [String]
    #
    class GetApiRootRequest < Struct.new(:x_op, :a, :b)
      include Aws::Structure
    end

    # @!attribute [rw] result
    #   @return [Types::Result]
    #
    class GetApiRootResponse < Struct.new(:result)
      include Aws::Structure
    end

    # @!attribute [rw] a
    #   @return [Float]
    #
    # @!attribute [rw] b
    #   @return [Float]
    #
    # @!attribute [rw] op
    #   @return [String]
    #
    class Input < Struct.new(:a, :b, :op)
      include Aws::Structure
    end

    # @!attribute [rw] input
    #   @return [Types::Input]
    #
    class PostApiRootRequest < Struct.new(:input)
      include Aws::Structure
    end

    # @!attribute [rw] result
    #   @return [Types::Result]
    #
    class PostApiRootResponse < Struct.new(:result)
      include Aws::Structure
    end

    # @!attribute [rw] why
    #   @return [String]
    #
    class Problem < Struct.new(:why)
      include Aws::Structure
    end

    # @!attribute [rw] c
    #   @return [Float]
    #
    # @!attribute [rw] count
    #   @return [Integer]
    #
    # @!attribute [rw] exact
    #   @return [Boolean]
    #
    # @!attribute [rw] class_
    #   @return [String]
    #
    # @!attribute [rw] input
    #   @return [Types::Input]
    #
    # @!attribute [rw] steps
    #   @return [Array<Types::Input>]
    #
    # @!attribute [rw] tags
    #   @return [Array<String>]
    #
    # @!attribute [rw] other
    #   @return [Hash, Array, String, Numeric, Boolean]
    #
    class Result < Struct.new(:c, :count, :exact, :class_, :input, :steps, :tags, :other)
      include Aws::Structure
    end
  end
end
