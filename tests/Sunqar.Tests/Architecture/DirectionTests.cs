using System.Xml.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;
using static Sunqar.Tests.Architecture.Offences;

namespace Sunqar.Tests.Architecture;

/// <summary>Projects and rooms use each other only in the directions of <see cref="Directions"/>.</summary>
public class DirectionTests
{
    private const string Core = "Sunqar.Core";

    public static TheoryData<string> ProjectsWithRooms => [.. Directions.Rooms.Keys];

    [Fact]
    public void Projects_reference_only_what_lies_below_them()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.NotEmpty(projects);
        NoOffence(projects.SelectMany(ProjectViolations));
    }

    [Fact]
    public void Core_stands_on_dotnet_and_its_named_libraries_alone()
    {
        using var core = Module(Core);
        var libraries = core
            .AssemblyReferences.Select(reference => reference.Name)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal));
        NoOffence(libraries.Except(Directions.CoreLibraries));
    }

    [Theory]
    [MemberData(nameof(ProjectsWithRooms))]
    public void Rooms_use_only_rooms_above_them(string project)
    {
        using var module = Module(project);
        NoOffence(RoomViolations(project, module));
    }

    [Theory]
    [MemberData(nameof(ProjectsWithRooms))]
    public void The_table_of_rooms_has_no_circle(string project)
    {
        var above = new HashSet<string>();
        foreach (var (room, uses) in Directions.Rooms[project])
        {
            Assert.Subset(above, uses.ToHashSet());
            Assert.True(above.Add(room), room);
        }
    }

    [Theory]
    [MemberData(nameof(ProjectsWithRooms))]
    public void Every_line_of_the_table_is_a_room(string project)
    {
        using var module = Module(project);
        var rooms = module.Types.Select(type => Room(project, type)).OfType<string>().ToHashSet();
        NoOffence(Directions.Rooms[project].Select(line => line.Room).Where(room => !rooms.Contains(room)));
    }

    [Theory]
    [MemberData(nameof(ProjectsWithRooms))]
    public void A_use_of_a_room_below_is_caught_in_every_project(string project)
    {
        var rooms = Directions.Rooms[project];
        using var planted = Planted(project, "a call", rooms[0].Room, rooms[^1].Room);
        Assert.NotEmpty(RoomViolations(project, planted));
    }

    [Theory]
    [InlineData("a field", "Payments", "Decisions", true)]
    [InlineData("a call", "Transfers", "Patterns", true)]
    [InlineData("a generic argument", "Identity", "Cases", true)]
    [InlineData("a field", "Attic", "Facts", true)]
    [InlineData("a field", "Decisions", "Rulebook", false)]
    [InlineData("a call", "Networks", "Chain", false)]
    public void A_planted_violation_is_caught_and_a_planted_right_use_is_not(string use, string user, string used, bool caught)
    {
        using var planted = Planted(Core, use, user, used);
        Assert.Equal(caught, RoomViolations(Core, planted).Any());
    }

    [Fact]
    public void A_planted_project_reference_is_caught()
    {
        var folder = Directory.CreateTempSubdirectory("sunqar-planted-");
        try
        {
            var project = Path.Combine(folder.FullName, "Sunqar.Storage.csproj");
            File.WriteAllText(
                project,
                """<Project><ItemGroup><ProjectReference Include="../Sunqar.Formats/Sunqar.Formats.csproj" /></ItemGroup></Project>"""
            );
            Assert.Equal(["Sunqar.Storage → Sunqar.Formats"], ProjectViolations(project));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ModuleDefinition Module(string project) =>
        ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, project + ".dll"));

    private static IEnumerable<string> ProjectViolations(string project)
    {
        var user = Path.GetFileNameWithoutExtension(project);
        var allowed = Directions.Projects.GetValueOrDefault(user, []);
        return XDocument
            .Load(project)
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))
            .Where(used => !allowed.Contains(used))
            .Select(used => $"{user} → {used}");
    }

    private static IEnumerable<string> RoomViolations(string project, ModuleDefinition module)
    {
        var allowed = Directions.Rooms[project].ToDictionary(line => line.Room, line => line.Uses);
        return Uses(project, module)
            .Where(use =>
                !Directions.SharedShapes.Contains(use.Used.FullName)
                && (!allowed.TryGetValue(Room(project, use.User)!, out var uses) || !uses.Contains(Room(project, use.Used)!))
            )
            .Select(use => $"{use.User.FullName} → {use.Used.FullName}")
            .Distinct();
    }

    /// <summary>Every use of one room's type by another room.</summary>
    private static IEnumerable<(TypeReference User, TypeReference Used)> Uses(string project, ModuleDefinition module) =>
        AssemblyUses
            .Of(module)
            .SelectMany(use => AssemblyUses.Types(use.Used).Select(used => (User: (TypeReference)use.User, Used: used)))
            .Where(use => Room(project, use.User) is { } user && Room(project, use.Used) is { } used && user != used);

    /// <summary>The folder under the project; "" beside the folders; null for a type of another project or of the compiler.</summary>
    private static string? Room(string project, TypeReference type) =>
        type.Namespace == project ? ""
        : type.Namespace.StartsWith(project + ".", StringComparison.Ordinal) ? type.Namespace[(project.Length + 1)..].Split('.')[0]
        : null;

    /// <summary>An assembly made in memory in which one type of a room uses one of another.</summary>
    private static ModuleDefinition Planted(string project, string use, string user, string used)
    {
        var module = ModuleDefinition.CreateModule("Planted", ModuleKind.Dll);
        var target = new TypeDefinition(
            Namespace(project, used),
            "Target",
            TypeAttributes.Public | TypeAttributes.Class,
            module.TypeSystem.Object
        );
        var called = new MethodDefinition("Called", MethodAttributes.Public | MethodAttributes.Static, module.TypeSystem.Void);
        called.Body.GetILProcessor().Emit(OpCodes.Ret);
        target.Methods.Add(called);
        var offender = new TypeDefinition(
            Namespace(project, user),
            "Offender",
            TypeAttributes.Public | TypeAttributes.Class,
            module.TypeSystem.Object
        );
        switch (use)
        {
            case "a field":
                offender.Fields.Add(new FieldDefinition("field", FieldAttributes.Private, target));
                break;
            case "a generic argument":
                var list = new GenericInstanceType(module.ImportReference(typeof(List<>)));
                list.GenericArguments.Add(target);
                offender.Fields.Add(new FieldDefinition("field", FieldAttributes.Private, list));
                break;
            default:
                var caller = new MethodDefinition("Caller", MethodAttributes.Private | MethodAttributes.Static, module.TypeSystem.Void);
                caller.Body.GetILProcessor().Emit(OpCodes.Call, called);
                caller.Body.GetILProcessor().Emit(OpCodes.Ret);
                offender.Methods.Add(caller);
                break;
        }
        module.Types.Add(target);
        module.Types.Add(offender);
        return module;
    }

    private static string Namespace(string project, string room) => room.Length == 0 ? project : $"{project}.{room}";
}
