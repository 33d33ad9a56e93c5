using Xunit;

namespace Sunqar.Tests.Architecture;

public class TidyTests
{
    [Fact]
    public void The_repository_is_found_from_the_tests() => Assert.True(File.Exists(Path.Combine(Repository.Root, "Sunqar.slnx")));
}
