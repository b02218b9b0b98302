module {{module}}
  module Types
{{#structures}}

{{#members}}
    # @!attribute [rw] {{symbol}}
    #   @return [{{type}}]
    #
{{/members}}
{{^members}}
    class {{class}} < Aws::EmptyStructure; end
{{/members}}
{{#hasMembers}}
    class {{class}} < Struct.new({{symbols}})
      include Aws::Structure
    end
{{/hasMembers}}
{{/structures}}
  end
end
