Gem::Specification.new do |spec|
  spec.name = 'simplecalc-sdk'
  spec.version = File.read(File.expand_path('../VERSION', __FILE__)).strip
  spec.summary = "SimpleCalc"
  spec.description = 'A client generated of an API'
  spec.author = 'Author Name'
  spec.homepage = 'http://gem-homepage.com'
  spec.require_paths = ['lib']
  spec.files = Dir['lib/**/*.rb'] + ['VERSION']

  spec.add_dependency('aws-sdk-core', '>= 3.168', '< 4.0')
  spec.add_dependency('aws-sigv4', '~> 1.0')
end
