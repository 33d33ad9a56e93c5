using Sunqar.Core.Identity;

namespace Sunqar.Core.Rulebook;

/// <summary>Subjects of rule tests: a name such as "Aru" stands for one made-up id.</summary>
internal static class TestSubjects
{
    public static SubjectId Named(string name) => new(WindowKey.Of(name).Mixed() | 1);
}
